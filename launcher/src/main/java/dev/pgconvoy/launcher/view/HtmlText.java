package dev.pgconvoy.launcher.view;

/// HTML as it is written by the views of the commands.
public final class HtmlText extends dev.pgconvoy.html.HtmlText {}
