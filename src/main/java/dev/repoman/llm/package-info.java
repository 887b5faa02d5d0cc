/// The model daemon: how containers are connected to it (`llm-share`), and whether it answers.
@org.jspecify.annotations.NullMarked
package dev.repoman.llm;
