package dev.repoman.cli;

import io.quarkus.runtime.ExecutionMode;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/// Leaves the framework with the configuration that was built in. By default it also reads `.env` and
/// `config/application.properties` of the working directory. That is often a repository, so an agent could have the
/// framework append its log to any file of the user.
public final class BuiltInConfiguration implements SmallRyeConfigBuilderCustomizer {
    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        boolean building = ExecutionMode.current() == ExecutionMode.UNSET;
        if (!building && LaunchMode.current() == LaunchMode.NORMAL) {
            builder.setAddDefaultSources(false)
                    .setAddSystemSources(false)
                    .setAddPropertiesSources(false)
                    .setAddDiscoveredSources(false);
        }
    }

    /// After those of the framework, which add the sources.
    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }
}
