package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Lists all contestants, each with the command that its user would run, on all cores. */
final class Contestants {
  static final String REFERENCE = "sessionbeam";
  static final String REFERENCE_BEAM = "sessionbeam-beam";
  static final String REFERENCE_STREAMING = "sessionbeam-streaming";
  static final String REFERENCE_STREAMING_BEAM = "sessionbeam-streaming-beam";
  static final String DUCKDB = "duckdb";
  static final String FLINK = "flink";
  static final String FLINK_LATE = "flink-late";
  static final String FLINK_STREAMING = "flink-streaming";

  private static final String LATE_MODE = "streaming-late";
  private static final String GROUPING = "--grouping=beam";

  /** These run only if {@code --only} names them. */
  private static final Set<String> ON_REQUEST = Set.of("flink-rocksdb", "flink-late-rocksdb");

  private Contestants() {}

  /**
   * Returns the contestants in the order in which they run.
   *
   * @param scratch a folder for the checkpoints of contestants that have no folder of their own
   */
  static List<Contestant> all(Path scratch) throws IOException {
    FlinkCommand flink = FlinkCommand.of(scratch);
    return List.of(
        run(REFERENCE, "sessionbeam, batch", SessionbeamCommand.batch()),
        run(REFERENCE_BEAM, "sessionbeam, batch, beam", SessionbeamCommand.batch(GROUPING)),
        run(FLINK, "Flink job by hand, batch", flink.batch()),
        run(DUCKDB, "DuckDB", JavaCommand::duckDb),
        run(REFERENCE_STREAMING, "sessionbeam, streaming", SessionbeamCommand.streaming()),
        run(
            REFERENCE_STREAMING_BEAM,
            "sessionbeam, streaming, beam",
            SessionbeamCommand.streaming(GROUPING)),
        run(
            FLINK_LATE,
            "Flink job by hand, streaming, a day of lateness",
            flink.streaming(LATE_MODE)),
        run(
            FLINK_STREAMING,
            "Flink job by hand, streaming, no lateness",
            flink.streaming("streaming")),
        run(
            "flink-late-rocksdb",
            "Flink job by hand, streaming, a day of lateness, RocksDB",
            flink.job(LATE_MODE, FlinkCommand.ROCKSDB)),
        run(
            "flink-rocksdb",
            "Flink job by hand, streaming, no lateness, RocksDB",
            flink.job("streaming", FlinkCommand.ROCKSDB)),
        floor("json", "floor: read and parse (Jackson)"),
        floor("lines", "floor: read"));
  }

  private static Contestant run(String key, String name, Contestant.Start start) {
    return new Contestant(key, name, true, start);
  }

  private static Contestant floor(String what, String name) {
    return new Contestant(what, name, false, (in, out) -> JavaCommand.floor(what, in));
  }

  /** Returns those that the user chose; without a choice, those that run by default. */
  static List<Contestant> chosen(List<String> only, Path scratch) throws IOException {
    List<Contestant> all = all(scratch);
    List<Contestant> chosen =
        all.stream()
            .filter(
                contestant ->
                    only.isEmpty()
                        ? !ON_REQUEST.contains(contestant.key())
                        : only.contains(contestant.key()))
            .toList();
    if (!only.isEmpty() && chosen.size() != only.size()) {
      throw new IllegalArgumentException(
          "ONLY names a program that does not exist: choose from "
              + all.stream().map(Contestant::key).toList());
    }
    return chosen;
  }

  /** Returns sessionbeam in streaming, which reads from a Kinesis server instead of files. */
  static Contestant reading(KinesisStub kinesis) {
    return run("kinesis", "sessionbeam, Kinesis", SessionbeamCommand.reading(kinesis));
  }
}
