package dev.repoman.plan.image;

import dev.repoman.project.Bytes;
import dev.repoman.project.ImageRef;
import org.jspecify.annotations.Nullable;

/// The options of `image build hermes`.
///
/// @param from the image to build on; null for `default_image`
/// @param installer for display
/// @param script the installer
/// @param seconds how long the installer may take
public record BuildRequest(@Nullable ImageRef from, String installer, Bytes script, String alias, int seconds) {}
