package dev.pgconvoy.worker.protocol;

import java.util.Arrays;

/// All worlds that were reached, each once, numbered as they came.
final class WorldTable {

    private long[] words = new long[WorldPacking.WORDS << 16];
    private int[] slots = new int[1 << 18];
    private int size;

    int size() {
        return size;
    }

    ProtocolState get(int number) {
        var at = number * WorldPacking.WORDS;
        return WorldPacking.unpack(words[at], words[at + 1], words[at + 2]);
    }

    /// @return its number; it is new when that is the size of before
    int add(ProtocolState world) {
        var packed = WorldPacking.pack(world);
        var slot = find(packed);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        var at = size * WorldPacking.WORDS;
        if (at == words.length) {
            words = Arrays.copyOf(words, words.length * 2);
        }
        System.arraycopy(packed, 0, words, at, WorldPacking.WORDS);
        slots[slot] = ++size;
        if (size > slots.length / 2) {
            grow();
        }
        return size - 1;
    }

    private int find(long[] packed) {
        var mask = slots.length - 1;
        var slot = hash(packed[0], packed[1], packed[2]) & mask;
        while (slots[slot] != 0) {
            var at = (slots[slot] - 1) * WorldPacking.WORDS;
            if (Arrays.equals(words, at, at + WorldPacking.WORDS, packed, 0, WorldPacking.WORDS)) {
                return slot;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        var mask = slots.length - 1;
        for (var number = 0; number < size; number++) {
            var at = number * WorldPacking.WORDS;
            var slot = hash(words[at], words[at + 1], words[at + 2]) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = number + 1;
        }
    }

    private static int hash(long first, long second, long third) {
        var hash = first * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 32 ^ second) * 0xC2B2AE3D27D4EB4FL;
        hash = (hash ^ hash >>> 29 ^ third) * 0x165667B19E3779F9L;
        return (int) (hash ^ hash >>> 32);
    }
}
