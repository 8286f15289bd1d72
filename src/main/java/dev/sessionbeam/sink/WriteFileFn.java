package dev.sessionbeam.sink;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.event.Press;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Writes each group of lines to a file of its own, named after its content.
 *
 * <p>The input is stable: a group comes here only once a checkpoint holds it, and comes again
 * unchanged where the job goes on from that checkpoint. Then it makes the same file once more,
 * under the same name. Groups that no checkpoint holds are lost in a crash before they come here,
 * and their lines come again in other groups.
 *
 * <p>Out comes, for each file, its dataset's folder and how many lines it has.
 */
final class WriteFileFn extends DoFn<KV<String, Iterable<PressedLines>>, KV<String, Long>> {
  private static final int NAME_BYTES = 16;
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputFolder output;
  private final Codec codec;
  private final Press press = new Press();

  WriteFileFn(OutputFolder output, Codec codec) {
    this.output = output;
    this.codec = codec;
  }

  @ProcessElement
  @RequiresStableInput
  public void process(
      @Element KV<String, Iterable<PressedLines>> group, OutputReceiver<KV<String, Long>> out)
      throws IOException {
    List<Lines> elements = new ArrayList<>();
    for (PressedLines pressed : Objects.requireNonNull(group.getValue())) {
      elements.add(pressed.release(press));
    }
    out.output(KV.of(elements.get(0).dataset().folder(), write(elements)));
  }

  /** Writes lines, all of one folder, to the file that they make, and gives their number. */
  long write(Iterable<Lines> elements) throws IOException {
    Lines first = elements.iterator().next();
    String name = OutputFolder.named(digest(elements), codec);
    ResourceId whole =
        FileSystems.matchNewResource(output.root() + first.folder() + "/" + name, false);
    ResourceId growing = FileSystems.matchNewResource(output.temporary() + name, false);
    long count = 0;
    try (OutputStream file = create(growing)) {
      for (Lines lines : elements) {
        file.write(lines.text());
        count += lines.count();
      }
    }
    FileSystems.rename(List.of(growing), List.of(whole));
    return count;
  }

  @Teardown
  public void tearDown() {
    press.close();
  }

  private OutputStream create(ResourceId file) throws IOException {
    WritableByteChannel channel =
        OutputFolder.compression(codec)
            .writeCompressed(FileSystems.create(file, "application/octet-stream"));
    return new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
  }

  private static String digest(Iterable<Lines> elements) {
    MessageDigest digest = sha256();
    for (Lines lines : elements) {
      if (lines.dataset() == Dataset.ARCHIVE) {
        digest.update(lines.partition().getBytes(StandardCharsets.UTF_8));
      }
      digest.update(lines.text());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, NAME_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
