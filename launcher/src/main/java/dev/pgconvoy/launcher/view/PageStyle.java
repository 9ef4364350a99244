package dev.pgconvoy.launcher.view;

/// How pages of the commands begin and what they look like.
public final class PageStyle extends dev.pgconvoy.html.PageStyle {}
