package dev.pgconvoy.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// How the bytes of a database become text.
///
/// One of an old encoding may hold bytes that UTF-8 has no equivalent of, one of SQL_ASCII
/// any bytes. What we send is UTF-8, so the string literals that hold them are written
/// with escapes, each of which the server reads as a byte of its database. Names have no
/// such escapes.
///
/// @param charset of what is no literal
/// @param converted whether the server has made UTF-8 of them; then only SQL_ASCII can hold other bytes
public record DatabaseText(Charset charset, boolean converted) {

    public static final DatabaseText UTF8 = new DatabaseText(StandardCharsets.UTF_8, true);

    /// A server's text is read token by token: a quote is one only where no literal, name or comment is open.
    private static final Pattern TOKEN = Pattern.compile("""
            [eE]'(?:[^'\\\\]|''|\\\\.)*+'\
            |'(?:[^']|'')*+'\
            |"(?:[^"]|"")*+"\
            |(?<![A-Za-z0-9_$\\x80-\\xff])\\$((?:[A-Za-z_\\x80-\\xff][A-Za-z0-9_\\x80-\\xff]*+)?)\\$.*?\\$\\1\\$\
            |--[^\\n]*+""", Pattern.DOTALL);

    /// What Java calls otherwise; it lacks a few (then only names of ASCII can be read).
    private static final Map<String, String> CALLED = Map.ofEntries(
            Map.entry("EUC_CN", "GB2312"),
            Map.entry("EUC_TW", "x-EUC-TW"),
            Map.entry("KOI8R", "KOI8-R"),
            Map.entry("KOI8U", "KOI8-U"),
            Map.entry("LATIN1", "ISO-8859-1"),
            Map.entry("LATIN2", "ISO-8859-2"),
            Map.entry("LATIN3", "ISO-8859-3"),
            Map.entry("LATIN4", "ISO-8859-4"),
            Map.entry("LATIN5", "ISO-8859-9"),
            Map.entry("LATIN7", "ISO-8859-13"),
            Map.entry("LATIN9", "ISO-8859-15"),
            Map.entry("LATIN10", "ISO-8859-16"),
            Map.entry("WIN866", "IBM866"),
            Map.entry("WIN874", "x-windows-874"));

    private static final Set<String> NOTHING_TO_CONVERT = Set.of("UTF8", "SQL_ASCII");
    private static final char REPLACEMENT = '\uFFFD';
    private static final int ASCII = 0x80;

    /// Text of what the server gives as `convert_to(…, getdatabaseencoding())`.
    public static DatabaseText of(Connection session) throws SQLException {
        return in(Objects.requireNonNull(session.unwrap(PGConnection.class).getParameterStatus("server_encoding")));
    }

    /// Reads a name, or throws what tells of it.
    public interface Names {
        String read(byte[] name);
    }

    /// Text of bytes as the database has them.
    ///
    /// @param encoding as PostgreSQL calls it
    public static DatabaseText in(String encoding) {
        if (NOTHING_TO_CONVERT.contains(encoding)) {
            return UTF8;
        }
        var name = CALLED.getOrDefault(
                encoding, encoding.replaceFirst("^WIN", "windows-").replace('_', '-'));
        return new DatabaseText(Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII, false);
    }

    /// Names and other words; what cannot be read is marked.
    public String label(byte[] bytes) {
        return new String(bytes, charset);
    }

    /// @param text where the server could make UTF-8 of it for us
    public String sql(@Nullable String text, byte @Nullable [] bytes) {
        return text == null && bytes != null ? sql(bytes) : String.valueOf(text);
    }

    /// SQL; a name that cannot be read is marked.
    public String sql(byte[] bytes) {
        return sql(bytes, this::label);
    }

    /// @param unreadable what becomes of a name that cannot be read
    public String sql(byte[] bytes, Names unreadable) {
        if (converted) {
            var text = new String(bytes, StandardCharsets.UTF_8);
            if (text.indexOf(REPLACEMENT) < 0 || readable(bytes).isPresent()) {
                return text;
            }
        }
        var single = new String(bytes, StandardCharsets.ISO_8859_1);
        return isAscii(single) ? single : escaped(single, unreadable);
    }

    /// @param single a character for each byte
    private String escaped(String single, Names unreadable) {
        UnaryOperator<String> name = part -> {
            var bytes = bytes(part);
            return readable(bytes).orElseGet(() -> unreadable.read(bytes));
        };
        var text = new StringBuilder(single.length() + single.length() / 8);
        var tokens = TOKEN.matcher(single);
        var from = 0;
        while (tokens.find()) {
            text.append(name.apply(single.substring(from, tokens.start())));
            var token = tokens.group();
            text.append(
                    switch (isAscii(token) ? '\0' : token.charAt(0)) {
                        case '\0' -> token;
                        case '-' -> label(bytes(token));
                        case '"' -> name.apply(token);
                        case '\'' ->
                            literal(token.substring(1, token.length() - 1).replace("\\", "\\\\"));
                        case '$' ->
                            literal(body(token, tokens.group(1))
                                    .replace("\\", "\\\\")
                                    .replace("'", "''"));
                        default -> literal(token.substring(2, token.length() - 1));
                    });
            from = tokens.end();
        }
        return text.append(name.apply(single.substring(from))).toString();
    }

    private static String body(String token, String tag) {
        var frame = tag.length() + 2;
        return token.substring(frame, token.length() - frame);
    }

    /// @param content with escapes and doubled quotes
    private static String literal(String content) {
        var literal = new StringBuilder(content.length() * 2).append("E'");
        for (var i = 0; i < content.length(); i++) {
            var next = content.charAt(i);
            if (next == '\\' && i + 1 < content.length()) {
                var escape = content.charAt(++i);
                literal.append(escape < ASCII ? "\\" + escape : hex(escape));
            } else {
                literal.append(next < ASCII ? Character.toString(next) : hex(next));
            }
        }
        return literal.append('\'').toString();
    }

    private static String hex(char single) {
        return "\\x%02x".formatted((int) single);
    }

    private Optional<String> readable(byte[] bytes) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String single) {
        return single.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(next -> next < ASCII);
    }
}
