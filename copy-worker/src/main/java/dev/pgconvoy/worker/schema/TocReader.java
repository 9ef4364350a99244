package dev.pgconvoy.worker.schema;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.text.DatabaseText;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    private static final byte[] NOTHING = {};

    private final DataInputStream in;
    private final DatabaseText text;
    private final Set<Integer> unreadable = new HashSet<>();
    private int version;
    private int intSize;
    private int offsetSize;

    private TocReader(DataInputStream in, DatabaseText text) {
        this.in = in;
        this.text = text;
    }

    /// @param unreadable dump ids of those whose definition has a name that is no text
    record Contents(List<TocEntry> entries, Set<Integer> unreadable) {}

    static Contents read(Path archive, DatabaseText text) {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            var reader = new TocReader(in, text);
            return new Contents(reader.entries(), Set.copyOf(reader.unreadable));
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
        bytes();
        bytes();
        bytes();
    }

    private TocEntry entry() throws IOException {
        var dumpId = integer();
        integer();
        bytes();
        bytes();
        var tag = label();
        var kind = label();
        var section = Section.values()[Math.clamp(integer() - 1, 0, Section.values().length - 1)];
        var definition = text.sql(bytes().orElse(NOTHING), name -> {
            unreadable.add(dumpId);
            return text.label(name);
        });
        bytes();
        bytes();
        var namespace = label();
        var tablespace = label();
        if (version >= VERSION_1_14) {
            bytes();
        }
        if (version >= VERSION_1_16) {
            integer();
        }
        var owner = label();
        bytes();
        var dependencies = dependencies();
        in.readUnsignedByte();
        in.skipNBytes(offsetSize);
        return new TocEntry(dumpId, kind, tag, namespace, owner, definition, section, dependencies, tablespace);
    }

    private List<Integer> dependencies() throws IOException {
        var dependencies = new ArrayList<Integer>();
        for (var id = bytes(); id.isPresent(); id = bytes()) {
            dependencies.add(Integer.parseInt(new String(id.get(), StandardCharsets.US_ASCII)));
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

    private String label() throws IOException {
        return text.label(bytes().orElse(NOTHING));
    }

    /// A string, which may not be there.
    private Optional<byte[]> bytes() throws IOException {
        var length = integer();
        if (length < 0) {
            return Optional.empty();
        }
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("in a string of %d bytes".formatted(length));
        }
        return Optional.of(bytes);
    }

    private static MigrationException unreadable(String message) {
        return new MigrationException(
                FailureCode.TOOL_UNUSABLE, "pg_dump archive", message, "Use pg_dump of PostgreSQL 10 to 18.");
    }
}
