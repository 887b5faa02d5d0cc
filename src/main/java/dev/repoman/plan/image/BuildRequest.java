package dev.repoman.plan.image;

import dev.repoman.project.ImageRef;
import org.jspecify.annotations.Nullable;

/// What `image build hermes` was asked for.
///
/// @param from the image to build on; null for `default_image`
/// @param installer for people
/// @param script the installer's bytes as ISO 8859-1
/// @param seconds how long the installer may take
public record BuildRequest(@Nullable ImageRef from, String installer, String script, String alias, int seconds) {}
