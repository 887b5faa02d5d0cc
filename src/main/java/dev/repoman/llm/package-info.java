/// The model daemon: how containers are wired to it (`llm-share`), and whether it answers.
@org.jspecify.annotations.NullMarked
package dev.repoman.llm;
