package dev.sessionbeam.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Names the folder whose disk is full: the operating system says only that one is. */
final class FullDisk {
  private static final List<String> FLAGS = List.of("--output", "--archive", "--checkpoints");

  /**
   * With less free space than this, in bytes, a disk is the one that was full. A run that fails
   * deletes its temporary files, so that there may be some.
   */
  private static final long ALMOST_NONE = 1L << 20;

  private FullDisk() {}

  /** Whether a message of the operating system says that no more can be written. */
  static boolean isMeantBy(@Nullable String message) {
    return message != null
        && (message.contains("No space left on device") || message.contains("uota exceeded"));
  }

  /** The folders on local disks that a command writes to. */
  static List<Path> folders(@Nullable ParseResult parsed) {
    List<String> names = new ArrayList<>();
    ParseResult command = parsed == null ? null : parsed.subcommand();
    if (command != null) {
      for (String flag : FLAGS) {
        OptionSpec option = command.matchedOption(flag);
        if (option != null) {
          names.add(String.valueOf(option.<Object>getValue()));
        }
      }
    }
    names.add(System.getProperty("java.io.tmpdir"));
    return names.stream()
        .filter(name -> !name.contains("://"))
        .flatMap(name -> existing(name).stream())
        .distinct()
        .toList();
  }

  /** The sentence for the user. */
  static String describe(List<Path> folders) {
    List<Path> full = folders.stream().filter(folder -> free(folder) < ALMOST_NONE).toList();
    return full.isEmpty()
        ? "no space left on the disk of one of these folders: " + list(folders) + "; free some"
        : "no space left on the disk of " + list(full) + ": free some";
  }

  /** The sentence for the user if the cause is not known. */
  static String suspects(List<Path> folders) {
    List<Path> full = folders.stream().filter(folder -> free(folder) < ALMOST_NONE).toList();
    return full.isEmpty()
        ? "Check the space and the permissions of these folders: " + list(folders)
        : describe(folders);
  }

  private static String list(List<Path> folders) {
    return folders.stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  /** The folder, or the closest one above it that exists. */
  private static Optional<Path> existing(String name) {
    try {
      return Stream.<@Nullable Path>iterate(
              Path.of(name).toAbsolutePath(), path -> path != null, Path::getParent)
          .filter(Files::isDirectory)
          .findFirst();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
