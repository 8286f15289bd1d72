package dev.sessionbeam.sink;

import dev.sessionbeam.event.Press;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Compresses lines, and says which files they are for. Lines keep the run's id that they get here,
 * also where another process goes on with them from a checkpoint.
 */
final class PressFn extends DoFn<Lines, KV<String, PressedLines>> {
  private final RunId run;
  private final Press press = new Press();

  PressFn(RunId run) {
    this.run = run;
  }

  @ProcessElement
  public void process(@Element Lines lines, OutputReceiver<KV<String, PressedLines>> out) {
    out.output(KV.of(StagedFile.destination(run, lines.folder()), PressedLines.of(lines, press)));
  }

  @Teardown
  public void tearDown() {
    press.close();
  }
}
