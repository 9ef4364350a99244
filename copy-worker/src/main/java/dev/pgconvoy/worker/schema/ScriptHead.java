package dev.pgconvoy.worker.schema;

import java.util.regex.Pattern;

/// What pg_restore writes before the first object of a script, and what is not for us or not for an older server: newer
/// clients frame their scripts in two meta-commands of psql (restrict, unrestrict) and switch off timeouts that only
/// newer servers have. Our sessions have no timeouts anyway, and speak UTF-8 whatever the archive is in.
public final class ScriptHead {

    private static final String FIRST_OBJECT = "\n--\n-- Name: ";
    private static final Pattern RESTRICT = Pattern.compile("(?m)^\\\\restrict ([A-Za-z0-9]+)$");
    private static final String SEARCH_PATH = "SELECT pg_catalog.set_config('search_path', '', false);";
    private static final Pattern SETTING =
            Pattern.compile("(?m)^SET (?:[a-z_]+_timeout = 0|client_encoding = '[^']*+');$");

    private ScriptHead() {}

    /// Bodies of functions may hold the same words: nothing but the head, and the end of its frame, is touched.
    static String cleared(String script) {
        var end = script.indexOf(FIRST_OBJECT);
        if (end < 0) {
            return script;
        }
        var head = script.substring(0, end);
        var objects = script.substring(end);
        var restrict = RESTRICT.matcher(head);
        if (restrict.find()) {
            objects = objects.substring(0, objects.lastIndexOf("\n\\unrestrict " + restrict.group(1))) + "\n";
        }
        return SETTING.matcher(restrict.replaceAll("")).replaceAll("") + objects;
    }

    /// The same script, for a session whose search path is set already.
    public static String withoutSearchPath(String script) {
        var end = script.indexOf(FIRST_OBJECT);
        return end < 0 ? script : script.substring(0, end).replace(SEARCH_PATH, "") + script.substring(end);
    }
}
