package dev.sessionbeam.simulate;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folder that a simulation fills, looked at before anything is written. */
public final class SimulatedFolder {
  private final Path path;

  public SimulatedFolder(Path path) {
    this.path = path;
  }

  /**
   * Why the folder cannot be filled; empty where it can.
   *
   * @param overwrite whether it may hold files already
   */
  public List<String> faults(boolean overwrite) {
    Path existing = existing();
    if (existing == null || !Files.isDirectory(existing)) {
      return List.of("--output: " + (existing == null ? path : existing) + " is no folder");
    }
    if (!Files.isWritable(existing)) {
      return List.of("--output: " + existing + " cannot be written to");
    }
    try {
      if (!overwrite && Files.exists(path) && !isEmpty()) {
        return List.of(
            "--output: "
                + path
                + " is not empty; --overwrite replaces the part-NNN.jsonl files in it");
      }
    } catch (IOException e) {
      return List.of("--output: " + path + " cannot be read");
    }
    return List.of();
  }

  /** The folder, or the closest one above it that is there. */
  private @Nullable Path existing() {
    Path existing = path.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing;
  }

  private boolean isEmpty() throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
      return !children.iterator().hasNext();
    }
  }

  /** Makes the folder where it is missing; gives why that cannot be done, or nothing. */
  public List<String> create() {
    try {
      Files.createDirectories(path);
      return List.of();
    } catch (IOException e) {
      return List.of("--output: " + path + " cannot be made");
    }
  }

  /**
   * Writes the simulation's events. Files of an earlier one are deleted, others are not. Where
   * writing fails, nothing is left behind.
   */
  public Outcome fill(Simulation settings) throws IOException {
    deleteOwn();
    boolean done = false;
    try {
      Outcome outcome = write(settings);
      done = true;
      return outcome;
    } finally {
      if (!done) {
        deleteOwn();
      }
    }
  }

  private Outcome write(Simulation settings) throws IOException {
    try (SimulatedFiles files = SimulatedFiles.create(path, settings.files())) {
      Simulator.Made made = Simulator.run(settings, files);
      return new Outcome(
          made.events(), made.copies(), made.invalid(), made.machines(), files.bytes());
    }
  }

  private void deleteOwn() throws IOException {
    try (DirectoryStream<Path> own = Files.newDirectoryStream(path, SimulatedFiles::isOwn)) {
      for (Path file : own) {
        Files.delete(file);
      }
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
