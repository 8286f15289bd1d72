package dev.sessionbeam.io;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileFaultsTest {
  @TempDir private Path folder;

  static Stream<Arguments> exceptionsWithTheNameOfAFileOnly() {
    String file = "/nowhere/x";
    return Stream.of(
        Arguments.of(new AccessDeniedException(file), "permission denied"),
        Arguments.of(new NoSuchFileException(file), "it does not exist"),
        Arguments.of(new NotDirectoryException(file), "it is not a folder"),
        Arguments.of(
            new FileAlreadyExistsException(file), "it is a file, or a symbolic link to nothing"),
        Arguments.of(new DirectoryNotEmptyException(file), "the folder is not empty"),
        Arguments.of(
            new FileSystemLoopException(file), "it is a symbolic link to a folder that holds it"),
        Arguments.of(new FileSystemException(file), "the operating system gives no reason"),
        Arguments.of(new FileSystemException(file, null, "Is a directory"), "Is a directory"),
        Arguments.of(new AccessDeniedException(null), "permission denied"),
        Arguments.of(new FileNotFoundException(file + " (No such file)"), "it does not exist"),
        Arguments.of(new FileNotFoundException("no object"), "no object"),
        Arguments.of(new IOException("broken"), "broken"),
        Arguments.of(new IOException(), "IOException"));
  }

  @ParameterizedTest
  @MethodSource("exceptionsWithTheNameOfAFileOnly")
  void anExceptionIsDescribedInWords(IOException e, String words) {
    assertThat(FileFaults.describe(e), is(words));
    assertThat(FileFaults.describe("/nowhere/../nowhere/x", e), is(words));
  }

  @Test
  void anotherFileThanTheNamedOneIsNamed() {
    assertThat(
        FileFaults.describe("/nowhere", new AccessDeniedException("/nowhere/x")),
        is("/nowhere/x: permission denied"));
    assertThat(
        FileFaults.describe("", new NoSuchFileException("/nowhere/x")),
        is("/nowhere/x: it does not exist"));
  }

  private String failure(Executable action) {
    return FileFaults.describe(assertThrows(IOException.class, action))
        .replace(folder.toString(), "DIR");
  }

  @Test
  void aFileInTheWayIsNamedWhicheverClassOfJavaFindsIt() throws IOException {
    Path below = Files.createFile(folder.resolve("file")).resolve("a/b");
    assertThat(failure(() -> Files.readString(below)), is("DIR/file is a file, not a folder"));
    assertThat(
        failure(() -> new FileInputStream(below.toFile()).close()),
        is("DIR/file is a file, not a folder"));
  }

  @Test
  void theMissingRightIsNamed() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Path file = Files.createFile(closed.resolve("file"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "root may read everything");
    assertThat(
        failure(() -> Files.readString(file)), is("permission denied: this user may not read it"));
    assertThat(
        failure(() -> new FileInputStream(file.toFile()).close()),
        is("permission denied: this user may not read it"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));
    assertThat(
        failure(() -> Files.createFile(closed.resolve("new"))),
        is("permission denied: this user may not create or delete files in DIR/closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("-wx------"));
    assertThat(
        failure(() -> Files.walkFileTree(closed, new SimpleFileVisitor<>() {})),
        is("permission denied: this user may not list the folder"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    assertThat(
        failure(() -> Files.readString(file)),
        startsWith("permission denied: this user may not open files in DIR/closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
  }
}
