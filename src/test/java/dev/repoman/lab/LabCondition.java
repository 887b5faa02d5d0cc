package dev.repoman.lab;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Decides for [LabTest].
final class LabCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Lab.isHere()) return ConditionEvaluationResult.enabled("inside the lab");
        if (Lab.isRequired()) throw new AssertionError("the lab is required, but " + Lab.whyNot());
        return ConditionEvaluationResult.disabled(Lab.whyNot());
    }
}
