package dev.sessionbeam.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where Flink keeps the state of a stream. */
enum StateBackend {
  HEAP("heap"),
  ROCKSDB("RocksDB");

  private final String label;

  StateBackend(String label) {
    this.label = label;
  }

  /** Returns its name in a table. */
  String label() {
    return label;
  }

  /**
   * Returns the flags of a run with this back end.
   *
   * @param checkpoints the folder for checkpoints
   */
  List<String> flags(Path checkpoints) {
    return this == HEAP
        ? List.of()
        : List.of("--stateBackend=rocksdb", "--stateBackendStoragePath=" + checkpoints.toUri());
  }

  /**
   * Returns the environment of a run: the jars of RocksDB, which sessionbeam's jar may not have.
   */
  Map<String, String> environment() {
    if (this == HEAP) {
      return Map.of();
    }
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> jar.contains("rocksdb") && jar.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator));
    return Map.of("SESSIONBEAM_CLASSPATH", jars);
  }
}
