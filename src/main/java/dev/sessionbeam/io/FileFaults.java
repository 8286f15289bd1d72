package dev.sessionbeam.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Describes in words why a file on a disk cannot be used. The message of most of Java's exceptions
 * for files is only the name of the file.
 */
public final class FileFaults {
  /** The message of an older class of Java: a file, and the reason of the operating system. */
  private static final Pattern FILE_AND_REASON = Pattern.compile("(.+) \\((.+)\\)", Pattern.DOTALL);

  private FileFaults() {}

  /**
   * Describes a failure for a message that names a file or a folder. If the failure is about
   * another file, such as one in that folder, the description begins with its name.
   *
   * @param named the name in the message; empty if it names none
   */
  public static String describe(String named, IOException e) {
    String about = e instanceof FileSystemException system ? system.getFile() : null;
    String reason = describe(e);
    return about == null || isSame(about, named) ? reason : about + ": " + reason;
  }

  /** Describes a failure for a message that names the file. */
  public static String describe(IOException e) {
    if (e instanceof FileSystemException system) {
      return ofFile(system);
    }
    String message = e.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    Matcher matcher = FILE_AND_REASON.matcher(message);
    return e instanceof FileNotFoundException && matcher.matches()
        ? ofName(matcher.group(1), matcher.group(2))
        : message;
  }

  private static String ofFile(FileSystemException e) {
    Path file = path(e.getFile());
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return denied(file);
    }
    if (e instanceof FileAlreadyExistsException) {
      return "it is a file, or a symbolic link to nothing";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    if (e instanceof FileSystemLoopException) {
      return "it is a symbolic link to a folder that holds it";
    }
    if (e instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    Optional<Path> inTheWay = fileInTheWay(file);
    if (inTheWay.isPresent()) {
      return inTheWay.get() + " is a file, not a folder";
    }
    return e.getReason() == null ? "the operating system gives no reason" : e.getReason();
  }

  /** Looks at the file itself: the operating system's words are in the language of its user. */
  private static String ofName(String name, String reason) {
    Path file = path(name);
    Optional<Path> inTheWay = fileInTheWay(file);
    if (file == null || inTheWay.isPresent()) {
      return inTheWay.map(path -> path + " is a file, not a folder").orElse(reason);
    }
    if (Files.notExists(file)) {
      return "it does not exist";
    }
    return Files.isReadable(file) ? reason : denied(file);
  }

  /** Says which right is missing, if that can be found out. */
  private static String denied(@Nullable Path file) {
    return "permission denied" + missingRight(file).map(right -> ": " + right).orElse("");
  }

  private static Optional<String> missingRight(@Nullable Path file) {
    if (file == null) {
      return Optional.empty();
    }
    Optional<Path> closed =
        foldersAbove(file)
            .filter(it -> Files.isDirectory(it) && !Files.isExecutable(it))
            .findFirst();
    if (closed.isPresent()) {
      return Optional.of("this user may not open files in " + closed.get());
    }
    boolean folder = Files.isDirectory(file);
    if (Files.exists(file) && !Files.isReadable(file)) {
      return Optional.of(
          folder ? "this user may not list the folder" : "this user may not read it");
    }
    if (folder && !Files.isExecutable(file)) {
      return Optional.of("this user may not open the files in the folder");
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      return Optional.of("this user may not write to it");
    }
    return foldersAbove(file)
        .filter(Files::exists)
        .findFirst()
        .filter(parent -> !Files.isWritable(parent))
        .map(parent -> "this user may not create or delete files in " + parent);
  }

  private static Optional<Path> fileInTheWay(@Nullable Path file) {
    return file == null
        ? Optional.empty()
        : foldersAbove(file).filter(it -> Files.exists(it) && !Files.isDirectory(it)).findFirst();
  }

  /** The folders that hold a file, the closest one first. */
  private static Stream<Path> foldersAbove(Path file) {
    return Stream.<@Nullable Path>iterate(
            file.toAbsolutePath().getParent(), it -> it != null, Path::getParent)
        .map(Path.class::cast);
  }

  private static boolean isSame(String file, String named) {
    Path one = path(file);
    Path other = path(named);
    return one != null
        && other != null
        && one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  private static @Nullable Path path(@Nullable String name) {
    try {
      return name == null ? null : Path.of(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
