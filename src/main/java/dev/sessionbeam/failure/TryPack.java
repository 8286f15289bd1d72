package dev.sessionbeam.failure;

import dev.sessionbeam.event.RawRecord;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;

/**
 * As {@link TryMap}, for bounded records: what the rule lets pass and what it refuses are packed
 * side by side into one collection. Flink encodes what has two outputs for each of them, and
 * decodes it to see which one it is for.
 */
public final class TryPack<A, B> extends PTransform<PCollection<List<RawRecord>>, PCollection<B>> {
  private final Rule<RawRecord, A> rule;
  private final RefusedPacker<A, B> packer;
  private final Coder<B> coder;

  private TryPack(Rule<RawRecord, A> rule, RefusedPacker<A, B> packer, Coder<B> coder) {
    this.rule = rule;
    this.packer = packer;
    this.coder = coder;
  }

  /**
   * Applies the rule to each record.
   *
   * @param coder of what comes out
   */
  public static <A, B> TryPack<A, B> of(
      Rule<RawRecord, A> rule, RefusedPacker<A, B> packer, Coder<B> coder) {
    return new TryPack<>(rule, packer, coder);
  }

  @Override
  public PCollection<B> expand(PCollection<List<RawRecord>> records) {
    return records.apply("Try", ParDo.of(new TryFn<>(rule, packer))).setCoder(coder);
  }

  private static final class TryFn<A, B> extends DoFn<List<RawRecord>, B> {
    private final Rule<RawRecord, A> rule;
    private final RefusedPacker<A, B> packer;

    TryFn(Rule<RawRecord, A> rule, RefusedPacker<A, B> packer) {
      this.rule = rule;
      this.packer = packer;
    }

    @ProcessElement
    public void process(@Element List<RawRecord> records, OutputReceiver<B> out) {
      for (RawRecord record : records) {
        try {
          packer.add(rule.apply(record), out::output);
        } catch (Refusal e) {
          packer.addRefused(e.of(record).counted(), out::output);
        }
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      packer.flush(
          packed -> context.output(packed, packer.timestamp(packed), GlobalWindow.INSTANCE));
    }
  }
}
