package dev.sessionbeam.bench;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;

/**
 * What a stream holds at one moment.
 *
 * @param heap the bytes of live objects in the heap
 * @param checkpoint the bytes of state in the last checkpoint, those that it shares with earlier
 *     checkpoints included
 */
record StateSizes(long heap, long checkpoint) {
  private static final String COMPLETE = "_metadata";

  /** Looks at a process, which collects its garbage, and at its last checkpoint. */
  static StateSizes of(long pid, Path checkpoints) throws IOException, InterruptedException {
    return new StateSizes(liveBytes(pid), checkpointBytes(checkpoints));
  }

  /** Returns the bytes of state in the last complete checkpoint. */
  private static long checkpointBytes(Path checkpoints) throws IOException {
    while (true) {
      Path checkpoint = latest(checkpoints).orElseThrow();
      try (DataInputStream in =
          new DataInputStream(Files.newInputStream(checkpoint.resolve(COMPLETE)))) {
        return Checkpoints.loadCheckpointMetadata(
                in, StateSizes.class.getClassLoader(), checkpoint.toUri().toString())
            .getOperatorStates()
            .stream()
            .mapToLong(OperatorState::getStateSize)
            .sum();
      } catch (NoSuchFileException e) {
        // There is a newer one now.
      }
    }
  }

  /** Returns the number of the last complete checkpoint; 0 if there is none. */
  static long lastCheckpoint(Path checkpoints) throws IOException {
    return latest(checkpoints).map(StateSizes::number).orElse(0L);
  }

  private static Optional<Path> latest(Path checkpoints) throws IOException {
    if (!Files.exists(checkpoints)) {
      return Optional.empty();
    }
    try (Stream<Path> jobs = Files.list(checkpoints)) {
      Optional<Path> latest = Optional.empty();
      for (Path job : jobs.filter(Files::isDirectory).toList()) {
        try (Stream<Path> all = Files.list(job)) {
          Optional<Path> newest =
              all.filter(folder -> folder.getFileName().toString().startsWith("chk-"))
                  .filter(folder -> Files.exists(folder.resolve(COMPLETE)))
                  .max(Comparator.comparingLong(StateSizes::number));
          latest = newest.isPresent() ? newest : latest;
        }
      }
      return latest;
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().replaceAll("\\D", ""));
  }

  /** The last line of a class histogram has the sum of all live objects. */
  private static long liveBytes(long pid) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            Long.toString(pid),
            "GC.class_histogram");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String last = "";
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = line.startsWith("Total") ? line : last;
      }
    }
    String[] fields = last.strip().split(" +", -1);
    if (process.waitFor() != 0 || fields.length < 3) {
      throw new IOException(String.join(" ", command) + " did not print the size of the heap");
    }
    return Long.parseLong(fields[2]);
  }
}
