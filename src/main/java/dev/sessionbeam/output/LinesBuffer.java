package dev.sessionbeam.output;

import dev.sessionbeam.publish.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Gathers the lines of each folder, within a bundle, into elements of about a mebibyte. */
final class LinesBuffer {
  private static final int ELEMENT_BYTES = 1 << 20;

  /** When the lines of all folders reach about this many bytes, all of them are emitted. */
  private static final int MOST_BYTES = 1 << 26;

  private final Map<String, Pack> packs = new HashMap<>();
  private final List<Lines> full = new ArrayList<>();
  private long held;

  /**
   * Returns the lines of a folder, to write more of them. The caller ends each line with {@link
   * Pack#endLine}.
   */
  Pack at(Dataset dataset, String partition) {
    return packs.computeIfAbsent(
        dataset.folder() + "/" + partition, folder -> new Pack(dataset, partition));
  }

  /** Adds complete lines. */
  void add(Lines lines) {
    Pack pack = at(lines.dataset(), lines.partition());
    pack.write(lines.text(), lines.text().length);
    pack.count += lines.count() - 1;
    pack.endLine();
  }

  /** Emits the elements that are full. */
  void giveOutFull(Consumer<Lines> out) {
    if (held >= MOST_BYTES) {
      giveOutAll(out);
    }
    full.forEach(out);
    full.clear();
  }

  /** Emits all lines. */
  void giveOutAll(Consumer<Lines> out) {
    full.forEach(out);
    full.clear();
    packs.values().forEach(pack -> pack.take().ifPresent(out));
    packs.clear();
    held = 0;
  }

  /** The lines of one folder. */
  final class Pack {
    private final Dataset dataset;
    private final String partition;
    private byte[] text = new byte[1 << 10];
    private int size;
    private int count;

    private Pack(Dataset dataset, String partition) {
      this.dataset = dataset;
      this.partition = partition;
    }

    void write(byte[] bytes, int length) {
      int needed = Math.addExact(size, length);
      if (needed > text.length) {
        text = Arrays.copyOf(text, Math.max(needed, 2 * text.length));
      }
      System.arraycopy(bytes, 0, text, size, length);
      size = needed;
      held += length;
    }

    /** Ends a line; its line break is written already. */
    void endLine() {
      count++;
      if (size >= ELEMENT_BYTES) {
        take().ifPresent(full::add);
      }
    }

    private Optional<Lines> take() {
      if (count == 0) {
        return Optional.empty();
      }
      Lines lines = new Lines(dataset, partition, count, Arrays.copyOf(text, size));
      held -= size;
      size = 0;
      count = 0;
      return Optional.of(lines);
    }
  }
}
