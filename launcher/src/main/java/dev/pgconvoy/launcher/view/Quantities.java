package dev.pgconvoy.launcher.view;

/// Amounts as the commands show them.
public final class Quantities extends dev.pgconvoy.text.Quantities {}
