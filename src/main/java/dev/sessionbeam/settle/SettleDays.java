package dev.sessionbeam.settle;

import dev.sessionbeam.publish.DaySwitch;
import dev.sessionbeam.settle.LiveLine.LiveLineCoder;
import dev.sessionbeam.settle.SortedLine.SortedLineCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Writes the current lines of some days into few sorted files of a new version.
 *
 * <pre>
 * live files ─► ReadLive ─► BySession ─► KeepCurrent ─► ByFile ─► WriteSettled
 *                                             └───────► ByDay ──► WriteReplaced
 * </pre>
 */
public final class SettleDays extends PTransform<PBegin, PDone> {
  private final SettleTask task;

  private SettleDays(SettleTask task) {
    this.task = task;
  }

  public static SettleDays of(SettleTask task) {
    return new SettleDays(task);
  }

  @Override
  public PDone expand(PBegin begin) {
    PCollection<KV<String, LiveLine>> live =
        begin
            .apply("LiveFiles", Create.of(task.files()).withCoder(StringUtf8Coder.of()))
            .apply("SpreadFiles", Reshuffle.viaRandomKey())
            .apply("ReadLive", ParDo.of(new ReadLiveFn(task)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), new LiveLineCoder()));
    PCollection<KV<String, LiveLine>> settled =
        begin
            .apply(
                "ReplacedBySettledDays",
                Create.of(task.replaced())
                    .withCoder(SerializableCoder.of(DaySwitch.Replaced.class)))
            .apply("Mention", ParDo.of(new MentionFn()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), new LiveLineCoder()));
    PCollectionTuple lines =
        PCollectionList.of(live)
            .and(settled)
            .apply("AllLines", Flatten.pCollections())
            .apply("BySession", GroupByKey.create())
            .apply(
                "KeepCurrent",
                ParDo.of(new KeepCurrentFn(task))
                    .withOutputTags(
                        KeepCurrentFn.CURRENT, TupleTagList.of(KeepCurrentFn.REPLACED)));
    lines
        .get(KeepCurrentFn.CURRENT)
        .setCoder(KvCoder.of(StringUtf8Coder.of(), SortedLineCoder.INSTANCE))
        .apply("ByFile", GroupByKey.create())
        .apply("WriteSettled", ParDo.of(new WriteSettledFn(task)));
    lines
        .get(KeepCurrentFn.REPLACED)
        .setCoder(KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(DaySwitch.Replaced.class)))
        .apply("ByDay", GroupByKey.create())
        .apply("WriteReplaced", ParDo.of(new WriteReplacedFn(task)));
    return PDone.in(begin.getPipeline());
  }

  /** Turns what settled days say into what live lines say. */
  private static final class MentionFn extends DoFn<DaySwitch.Replaced, KV<String, LiveLine>> {
    @ProcessElement
    public void process(
        @Element DaySwitch.Replaced replaced, OutputReceiver<KV<String, LiveLine>> out) {
      out.output(KV.of(replaced.sessionId(), LiveLine.mention(replaced.revision(), "")));
    }
  }
}
