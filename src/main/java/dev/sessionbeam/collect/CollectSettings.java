package dev.sessionbeam.collect;

import dev.sessionbeam.definition.Definition;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a collector; each of them is checked.
 *
 * @param definition says where an event has its machine
 * @param listen port 0 for any free one
 * @param spool the folder of the spool; null for none
 * @param spoolBytes how much the spool may take on the disk
 * @param kinesisTimeout how long an event waits for the stream
 * @param keys with which events may be sent at the start
 * @param keyFile where the keys are read again when they change; null if they do not
 * @param origins whose pages may send events
 */
public record CollectSettings(
    Definition definition,
    InetSocketAddress listen,
    @Nullable Path spool,
    long spoolBytes,
    Duration kinesisTimeout,
    WriteKeys keys,
    @Nullable KeyFile keyFile,
    Set<String> origins,
    StampSettings stamps,
    CollectLimits limits) {
  public CollectSettings {
    origins = Set.copyOf(origins);
  }
}
