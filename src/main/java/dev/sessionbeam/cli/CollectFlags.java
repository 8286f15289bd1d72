package dev.sessionbeam.cli;

import dev.sessionbeam.collect.CollectLimits;
import dev.sessionbeam.collect.CollectSettings;
import dev.sessionbeam.collect.KeyFile;
import dev.sessionbeam.collect.StampSettings;
import dev.sessionbeam.collect.WriteKeys;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.Role;
import dev.sessionbeam.run.DefinitionFlag;
import dev.sessionbeam.run.PathFlags;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of {@code collect}: what it takes, from whom, and where it keeps it. */
final class CollectFlags {
  private static final String KEYS = "SESSIONBEAM_WRITE_KEYS";
  private static final long SMALLEST_SPOOL = 16 << 20;

  @Option(
      names = "--definition",
      paramLabel = "FILE",
      description =
          "The definition, as run has it. It says where an event has its machine, which is its"
              + " partition key. Required.")
  private @Nullable String definition;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description =
          "Where it listens: 127.0.0.1:8080 for this machine only, 0.0.0.0:8080 for all. Port 0"
              + " takes a free one. Default: ${DEFAULT-VALUE}.",
      defaultValue = ListenFlag.USUAL)
  private String listen = ListenFlag.USUAL;

  @Option(
      names = "--spool",
      paramLabel = "FOLDER",
      description =
          "The folder for events that Kinesis does not take in time. One collector at a time may"
              + " use it. Default: none; then such events are refused with 503.")
  private @Nullable String spool;

  @Option(
      names = "--spoolSize",
      paramLabel = "SIZE",
      description = "How much the spool may take on the disk. Default: 1GiB.")
  private @Nullable String spoolSize;

  @Option(
      names = "--kinesisTimeout",
      paramLabel = "DURATION",
      description =
          "How long an event waits for Kinesis before it goes to the spool, or is refused. Default:"
              + " ${DEFAULT-VALUE}.",
      defaultValue = "2s")
  private String kinesisTimeout = "2s";

  @Option(
      names = "--writeKeys",
      paramLabel = "FILE",
      description =
          "The keys with which events may be sent: one a line, # begins a comment. It is read again"
              + " when it changes.")
  private @Nullable String writeKeys;

  @Option(
      names = "--anonymous",
      description =
          "Takes events without a write key on an address that other machines can reach. Default:"
              + " false.")
  private boolean anonymous;

  @Option(
      names = "--allowOrigin",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Web pages of this origin may send events, such as https://www.example.com. Several with"
              + " commas, or * for all. Default: pages of the collector's own host only.")
  private @Nullable List<String> allowOrigin;

  @Mixin private CollectStampFlags stamps;

  /** Returns the settings; null if there are faults. */
  @Nullable CollectSettings settings(CollectLimitFlags limitFlags, List<String> faults) {
    int before = faults.size();
    Definition read = definition(faults);
    InetSocketAddress at = ListenFlag.read(listen, faults);
    if (spool == null && spoolSize != null) {
      faults.add("--spoolSize is for --spool: it has no effect, as there is none");
    }
    if (spool != null) {
      PathFlags.fault("--spool", spool).ifPresent(faults::add);
    }
    long spoolBytes =
        CollectLimitFlags.size(
            "--spoolSize",
            spoolSize == null ? "1GiB" : spoolSize,
            SMALLEST_SPOOL,
            1L << 50,
            faults);
    Duration timeout = CollectLimitFlags.duration("--kinesisTimeout", kinesisTimeout, faults);
    KeyFile file = keyFile(faults);
    WriteKeys keys = keys(file, faults);
    if (at != null && keys.allowAnybody() && !anonymous && !at.getAddress().isLoopbackAddress()) {
      faults.add(
          "--writeKeys is missing: without write keys, everybody who reaches "
              + listen
              + " can send events. Give --writeKeys=FILE or "
              + KEYS
              + ", or --anonymous if that is meant");
    }
    StampSettings stamp = stamps.settings(faults);
    CollectLimits limits = limitFlags.limits(faults);
    Set<String> origins = origins(faults);
    if (read == null || at == null || faults.size() > before) {
      return null;
    }
    Path folder = spool == null ? null : Path.of(spool);
    return new CollectSettings(
        read, at, folder, spoolBytes, timeout, keys, file, origins, stamp, limits);
  }

  private @Nullable Definition definition(List<String> faults) {
    if (definition != null) {
      var fault = PathFlags.fault("--definition", definition);
      if (fault.isPresent()) {
        faults.add(fault.get());
        return null;
      }
    }
    Definition read = DefinitionFlag.read(definition, faults);
    if (read != null
        && read.roles().machine() instanceof Role.Computed computed
        && computed.value().usesSource()) {
      faults.add(
          "--definition: event.machine is "
              + computed.text()
              + ", but the collector sets the partition key and the arrival itself: name what the"
              + " event has, such as a field");
      return null;
    }
    return read;
  }

  private @Nullable KeyFile keyFile(List<String> faults) {
    if (writeKeys == null) {
      return null;
    }
    var fault = PathFlags.fault("--writeKeys", writeKeys);
    if (fault.isPresent()) {
      faults.add(fault.get());
      return null;
    }
    return new KeyFile(Path.of(writeKeys));
  }

  private static WriteKeys keys(@Nullable KeyFile file, List<String> faults) {
    if (file != null) {
      WriteKeys read = file.readIfChanged(faults);
      return read == null ? WriteKeys.NONE : read;
    }
    String variable = System.getenv(KEYS);
    return variable == null
        ? WriteKeys.NONE
        : WriteKeys.read(variable.replace(',', '\n'), KEYS, faults);
  }

  private Set<String> origins(List<String> faults) {
    Set<String> origins = new LinkedHashSet<>();
    for (String origin : allowOrigin == null ? List.<String>of() : allowOrigin) {
      if (origin.equals("*") || origin.matches("https?://[A-Za-z0-9.\\[\\]:-]+")) {
        origins.add(origin);
      } else {
        faults.add(
            "--allowOrigin: '"
                + origin
                + "' is not an origin: write it like https://www.example.com, without a path");
      }
    }
    return origins;
  }
}
