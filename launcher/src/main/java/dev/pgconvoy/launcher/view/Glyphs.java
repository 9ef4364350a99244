package dev.pgconvoy.launcher.view;

import java.nio.charset.Charset;

/// What bars are made of.
public record Glyphs(String full, String empty) {

    static final Glyphs BLOCKS = new Glyphs("█", "░");
    static final Glyphs ASCII = new Glyphs("#", ".");

    public static Glyphs of(Charset charset) {
        return charset.newEncoder().canEncode(BLOCKS.full + BLOCKS.empty) ? BLOCKS : ASCII;
    }

    String bar(int width, double share) {
        var filled = (int) Math.floor(width * Math.clamp(share, 0, 1));
        return full.repeat(filled) + empty.repeat(width - filled);
    }
}
