/// How an image is built.
@org.jspecify.annotations.NullMarked
package dev.repoman.plan.image;
