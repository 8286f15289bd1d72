package dev.sessionbeam.deliver.dlq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The note of what was delivered out of files, a line each: files are not changed, so a second run
 * over them needs the note to leave that out. It is durable before the next deliveries are sent.
 */
public final class RedrivenFile implements AutoCloseable {
  /** What its name ends with. */
  static final String SUFFIX = ".redriven";

  private static final String IN_FOLDER = "_redriven";
  private static final Pattern LINE =
      Pattern.compile("(key|message|body):[0-9A-Za-z-]+( .*)?", Pattern.DOTALL);

  private static final List<String> KINDS = List.of("key:", "message:", "body:");

  private final DurableLines lines;
  private final Set<String> identities;

  private RedrivenFile(DurableLines lines, Set<String> identities) {
    this.lines = lines;
    this.identities = identities;
  }

  /**
   * Returns where the note of an input is: {@code FILE.redriven} beside a file, {@code _redriven}
   * in a folder, which readers of data skip.
   */
  public static Path of(Path input) {
    return Files.isDirectory(input)
        ? input.resolve(IN_FOLDER)
        : input.resolveSibling(input.getFileName() + SUFFIX);
  }

  /**
   * Opens a note, or begins a new one.
   *
   * @throws IOException if the file is something else, is in use, or cannot be written to
   */
  public static RedrivenFile open(Path file) throws IOException {
    Set<String> identities = new HashSet<>();
    return new RedrivenFile(DurableLines.open(file, new Note(identities)), identities);
  }

  private record Note(Set<String> identities) implements DurableLines.Reader {
    @Override
    public boolean take(String line) {
      identities.add(line);
      return LINE.matcher(line).matches();
    }

    /** What was not noted to the end is sent again, which is better than not at all. */
    @Override
    public boolean isWhole(String last) {
      return false;
    }

    @Override
    public boolean isBeginning(String last) {
      return LINE.matcher(last).matches() || KINDS.stream().anyMatch(kind -> kind.startsWith(last));
    }
  }

  boolean holds(String identity) {
    return identities.contains(identity);
  }

  /** Adds what was delivered. When it returns, that is on the disk. */
  void add(List<String> delivered) throws IOException {
    if (!delivered.isEmpty()) {
      lines.add(delivered);
      identities.addAll(delivered);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
