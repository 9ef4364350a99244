package dev.pgconvoy.html;

import dev.pgconvoy.text.PrintableText;
import java.util.stream.Collectors;

/// HTML as it is written. All text is escaped; tags are ours.
public class HtmlText {

    private final StringBuilder written = new StringBuilder();

    /// Our own tags, never a text from elsewhere.
    public void raw(String tags) {
        written.append(tags);
    }

    /// In one line.
    public void text(String text) {
        written.append(escaped(PrintableText.of(text)));
    }

    public void element(String tag, String text) {
        written.append('<').append(tag).append('>');
        text(text);
        end(tag);
    }

    public void element(String tag, String style, String text) {
        written.append("<%s class=\"%s\">".formatted(tag, style));
        text(text);
        end(tag);
    }

    /// Of our own list of codes, where backticks enclose what is typed.
    public void meaning(String text) {
        written.append("<p class=\"soft\">").append(escaped(text).replaceAll("`([^`]*)`", "<code>$1</code>"));
        end("p");
    }

    /// With its line breaks.
    public void lines(String tag, String text) {
        written.append('<').append(tag).append('>');
        written.append(
                text.lines().map(PrintableText::of).map(HtmlText::escaped).collect(Collectors.joining("\n")));
        end(tag);
    }

    private void end(String tag) {
        written.append("</").append(tag).append(">\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return written.toString();
    }
}
