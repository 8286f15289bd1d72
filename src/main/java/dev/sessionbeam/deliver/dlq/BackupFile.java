package dev.sessionbeam.deliver.dlq;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A file of messages, each of which is in it once. Several threads add to it. */
final class BackupFile implements AutoCloseable {
  private final DurableLines lines;
  private final Set<String> ids;

  private BackupFile(DurableLines lines, Set<String> ids) {
    this.lines = lines;
    this.ids = ids;
  }

  /**
   * Opens a backup, or begins a new one.
   *
   * @throws IOException if the file is not a backup, is in use, or cannot be written to
   */
  static BackupFile open(Path file) throws IOException {
    Set<String> ids = ConcurrentHashMap.newKeySet();
    return new BackupFile(DurableLines.open(file, new Backup(ids)), ids);
  }

  private record Backup(Set<String> ids) implements DurableLines.Reader {
    @Override
    public boolean take(String line) {
      Optional<Message> message = BackupLine.read(line);
      message.map(Message::id).filter(id -> !id.isEmpty()).ifPresent(ids::add);
      return message.isPresent();
    }

    @Override
    public boolean isWhole(String last) {
      return BackupLine.read(last).isPresent();
    }

    @Override
    public boolean isBeginning(String last) {
      return last.startsWith(BackupLine.BEGINNING) || BackupLine.BEGINNING.startsWith(last);
    }
  }

  /**
   * Adds the messages that it does not hold yet. When it returns, all of them are on the disk.
   *
   * @return how many it has added
   */
  synchronized int add(List<Message> messages) throws IOException {
    List<String> added = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Message message : messages) {
      if (!ids.contains(message.id())) {
        added.add(message.id());
        texts.add(BackupLine.write(message));
      }
    }
    if (!texts.isEmpty()) {
      lines.add(texts);
      ids.addAll(added);
    }
    return texts.size();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
