package dev.sessionbeam.output;

import dev.sessionbeam.packing.ZstdCompressor;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.StagedFile;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Compresses {@link Lines} and keys them by their destination, which is the run's id and the
 * folder. Lines keep this run id, even if another process resumes from a checkpoint that holds
 * them.
 */
final class CompressLinesFn extends DoFn<Lines, KV<String, CompressedLines>> {
  private final RunId run;
  private final ZstdCompressor compressor = new ZstdCompressor();

  CompressLinesFn(RunId run) {
    this.run = run;
  }

  @ProcessElement
  public void process(@Element Lines lines, OutputReceiver<KV<String, CompressedLines>> out) {
    out.output(
        KV.of(StagedFile.destination(run, lines.folder()), CompressedLines.of(lines, compressor)));
  }

  @Teardown
  public void tearDown() {
    compressor.close();
  }
}
