/// Results as text and as JSON.
@org.jspecify.annotations.NullMarked
package dev.repoman.cli.view;
