package dev.pgconvoy.launcher.view;

import java.nio.charset.Charset;

/// What bars are made of.
public record BarGlyphs(String full, String empty) {

    static final BarGlyphs BLOCKS = new BarGlyphs("█", "░");
    static final BarGlyphs ASCII = new BarGlyphs("#", ".");

    public static BarGlyphs of(Charset charset) {
        return charset.newEncoder().canEncode(BLOCKS.full + BLOCKS.empty) ? BLOCKS : ASCII;
    }

    String bar(int width, double share) {
        var filled = (int) Math.floor(width * Math.clamp(share, 0, 1));
        return full.repeat(filled) + empty.repeat(width - filled);
    }
}
