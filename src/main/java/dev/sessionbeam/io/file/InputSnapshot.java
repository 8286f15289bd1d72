package dev.sessionbeam.io.file;

import dev.sessionbeam.io.s3.S3Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the input files of a run were when it started, so that the run can find out at its end which
 * of them have changed since then. It looks at files on disks and on S3.
 *
 * <p>A file that is gone at the end is not a change: something moves files once they are old, and a
 * run that had not read it yet has failed.
 */
public final class InputSnapshot {
  private final List<String> inputs;
  private final List<InputFile> files;
  private final Map<String, Identity> onDisk = new HashMap<>();

  /** What two files of one name differ in: a file that something appends to stays the same file. */
  private record Identity(@Nullable Object key, FileTime modified) {
    boolean isReplacedBy(Identity now) {
      // Some mounted file systems give a file that nobody touched another key.
      return !Objects.equals(key, now.key) && !modified.equals(now.modified);
    }
  }

  private InputSnapshot(List<String> inputs, List<InputFile> files) {
    this.inputs = inputs;
    this.files = files;
  }

  /**
   * Notes what files are now.
   *
   * @param inputs what names the files, as for {@link InputFiles#find}
   * @param files the files that were found
   */
  public static InputSnapshot of(List<String> inputs, List<InputFile> files) throws IOException {
    InputSnapshot snapshot = new InputSnapshot(List.copyOf(inputs), List.copyOf(files));
    for (InputFile file : files) {
      BasicFileAttributes now = attributes(file);
      if (now != null) {
        snapshot.onDisk.put(file.name(), identity(now));
      }
    }
    return snapshot;
  }

  private static Identity identity(BasicFileAttributes attributes) {
    return new Identity(attributes.fileKey(), attributes.lastModifiedTime());
  }

  /** The attributes of a file on a disk; null if it is elsewhere or gone. */
  private static @Nullable BasicFileAttributes attributes(InputFile file) throws IOException {
    if (!file.name().startsWith("/")) {
      return null;
    }
    try {
      return Files.readAttributes(Path.of(file.name()), BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Returns what has changed since then.
   *
   * @throws IOException if a file or a bucket cannot be looked at
   */
  public InputChanges changes() throws IOException {
    SortedMap<String, Long> grown = new TreeMap<>();
    List<String> replaced = new ArrayList<>();
    Map<String, InputFile> objects = objects();
    for (InputFile file : files) {
      InputFile object = objects.get(file.name());
      if (object != null && !object.isVersionOf(file)) {
        replaced.add(file.name());
      }
      Identity before = onDisk.get(file.name());
      BasicFileAttributes now = before == null ? null : attributes(file);
      if (before == null || now == null) {
        continue;
      }
      if (before.isReplacedBy(identity(now)) || now.size() < file.size()) {
        replaced.add(file.name());
      } else if (now.size() > file.size()) {
        grown.put(file.name(), now.size() - file.size());
      }
    }
    return new InputChanges(grown, replaced);
  }

  /** The objects on S3 that the inputs name now. */
  private Map<String, InputFile> objects() throws IOException {
    Map<String, InputFile> objects = new HashMap<>();
    for (String input : inputs) {
      if (S3Location.isS3(input)) {
        try {
          InputFiles.objects(input).forEach(file -> objects.put(file.name(), file));
        } catch (InvalidInputException e) {
          throw new IllegalStateException("the input was found at the start", e);
        }
      }
    }
    return objects;
  }
}
