package dev.sessionbeam.simulate;

import dev.sessionbeam.io.FileFaults;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folder that a simulation fills. It is checked before anything is written. */
public final class SimulatedFolder {
  private final Path path;

  /** A folder, which does not have to exist yet. */
  public SimulatedFolder(Path path) {
    this.path = path;
  }

  /**
   * Returns why the folder cannot be filled; an empty list if it can.
   *
   * @param overwrite whether it may hold files already
   */
  public List<String> faults(boolean overwrite) {
    Path existing = existing();
    if (existing == null || !Files.isDirectory(existing)) {
      return List.of("--output: " + (existing == null ? path : existing) + " is not a folder");
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
      return List.of("--output: " + path + " cannot be read: " + describe(e));
    }
    return List.of();
  }

  /** The folder, or the closest existing folder above it. */
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
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private String describe(IOException e) {
    return FileFaults.describe(path.toString(), e);
  }

  /** Creates the folder if it is missing. Returns why that failed; an empty list if it did not. */
  public List<String> create() {
    try {
      Files.createDirectories(path);
      return List.of();
    } catch (IOException e) {
      return List.of("--output: " + path + " cannot be created: " + describe(e));
    }
  }

  /**
   * Writes the simulation's events. Deletes files of an earlier simulation, and no other files. If
   * writing fails, no file of this simulation stays.
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
