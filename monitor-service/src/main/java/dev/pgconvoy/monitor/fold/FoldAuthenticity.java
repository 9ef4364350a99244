package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.RecordMac;

/// By which the fold believes others, and others believe what it announces.
record FoldAuthenticity(RecordMac mac, EventReader reader) {}
