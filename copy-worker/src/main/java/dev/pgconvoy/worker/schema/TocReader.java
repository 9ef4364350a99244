package dev.pgconvoy.worker.schema;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the table of contents of a custom-format archive (format versions 1.12 to 1.16: pg_dump 9.0 to 18).
///
/// The layout is that of PostgreSQL's pg_backup_archiver.c: a head, then per entry a fixed sequence of integers and
/// length-prefixed strings.
final class TocReader {

    private static final int VERSION_1_12 = 12;
    private static final int VERSION_1_14 = 14;
    private static final int VERSION_1_15 = 15;
    private static final int VERSION_1_16 = 16;
    private static final int CUSTOM_FORMAT = 1;
    private static final int TIME_FIELDS = 7;
    private static final int MOST_ENTRIES = 10_000_000;

    private final DataInputStream in;
    private int version;
    private int intSize;
    private int offsetSize;

    private TocReader(DataInputStream in) {
        this.in = in;
    }

    static List<TocEntry> read(Path archive) {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            return new TocReader(in).entries();
        } catch (IOException e) {
            throw unreadable("The archive ends early or cannot be read: " + e.getMessage());
        }
    }

    private List<TocEntry> entries() throws IOException {
        head();
        var count = integer();
        if (count < 0 || count > MOST_ENTRIES) {
            throw unreadable("The archive claims %d entries.".formatted(count));
        }
        var entries = new ArrayList<TocEntry>(count);
        for (var i = 0; i < count; i++) {
            entries.add(entry());
        }
        return List.copyOf(entries);
    }

    private void head() throws IOException {
        if (!new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("PGDMP")) {
            throw unreadable("This is no archive of pg_dump.");
        }
        var major = in.readUnsignedByte();
        version = in.readUnsignedByte();
        in.readUnsignedByte();
        if (major != 1 || version < VERSION_1_12 || version > VERSION_1_16) {
            throw unreadable("Archive version %d.%d is not known.".formatted(major, version));
        }
        intSize = in.readUnsignedByte();
        offsetSize = in.readUnsignedByte();
        if (in.readUnsignedByte() != CUSTOM_FORMAT) {
            throw unreadable("The archive is not of the custom format.");
        }
        if (version >= VERSION_1_15) {
            in.readUnsignedByte();
        } else {
            integer();
        }
        for (var i = 0; i < TIME_FIELDS; i++) {
            integer();
        }
        string();
        string();
        string();
    }

    private TocEntry entry() throws IOException {
        var dumpId = integer();
        integer();
        string();
        string();
        var tag = text();
        var kind = text();
        var section = Section.values()[Math.clamp(integer() - 1, 0, Section.values().length - 1)];
        var definition = text();
        string();
        string();
        var namespace = text();
        var tablespace = text();
        if (version >= VERSION_1_14) {
            string();
        }
        if (version >= VERSION_1_16) {
            integer();
        }
        var owner = text();
        string();
        var dependencies = dependencies();
        in.readUnsignedByte();
        in.skipNBytes(offsetSize);
        return new TocEntry(dumpId, kind, tag, namespace, owner, definition, section, dependencies, tablespace);
    }

    private List<Integer> dependencies() throws IOException {
        var dependencies = new ArrayList<Integer>();
        for (var id = string(); id != null; id = string()) {
            dependencies.add(Integer.parseInt(id));
        }
        return dependencies;
    }

    private int integer() throws IOException {
        var negative = in.readUnsignedByte() != 0;
        var value = 0L;
        for (var i = 0; i < intSize; i++) {
            value |= (long) in.readUnsignedByte() << (8 * i);
        }
        return Math.toIntExact(negative ? -value : value);
    }

    private String text() throws IOException {
        var text = string();
        return text == null ? "" : text;
    }

    private @Nullable String string() throws IOException {
        var length = integer();
        if (length < 0) {
            return null;
        }
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("in a string of %d bytes".formatted(length));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static MigrationException unreadable(String message) {
        return new MigrationException(
                FailureCode.TOOL_UNUSABLE, "pg_dump archive", message, "Use pg_dump of PostgreSQL 10 to 18.");
    }
}
