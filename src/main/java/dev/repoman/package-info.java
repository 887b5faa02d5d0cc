/// repoman in one minute: **Probe reads, Planner decides, Effector writes, View prints.**
@org.jspecify.annotations.NullMarked
package dev.repoman;
