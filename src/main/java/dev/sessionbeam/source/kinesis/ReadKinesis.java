package dev.sessionbeam.source.kinesis;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.source.RecordClock;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.aws2.kinesis.KinesisIO;
import org.apache.beam.sdk.io.aws2.kinesis.KinesisIOOptions;
import org.apache.beam.sdk.io.aws2.kinesis.RateLimitPolicy;
import org.apache.beam.sdk.io.aws2.kinesis.RateLimitPolicyFactory;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import software.amazon.kinesis.common.InitialPositionInStream;

/**
 * The records of a stream of Kinesis, read by {@link KinesisIO}; each element holds those of one
 * answer of Kinesis. One in a pipeline, as the pipeline's options say what is read.
 *
 * <p>KinesisIO reads by its reader for enhanced fan-out, which does not block, and takes our {@link
 * FeedClient} for Kinesis, whether shards are polled or pushed.
 */
public final class ReadKinesis extends PTransform<PBegin, PCollection<List<RawRecord>>> {
  private static final long serialVersionUID = 1;

  /** Has KinesisIO use its reader for enhanced fan-out; no real consumer has this name. */
  private static final String FED = "fed-by-sessionbeam";

  private final transient KinesisReading reading;

  private ReadKinesis(KinesisReading reading) {
    this.reading = reading;
  }

  /**
   * A read of a stream. Before the job, {@link StreamCheck} is to be asked, with the job's options:
   * they then hold the shards to begin with. If a job on Flink looks them up itself, a checkpoint
   * while Kinesis is slow to answer loses them.
   *
   * @param clock says when records happened, for the watermark
   */
  public static ReadKinesis of(KinesisSettings settings, RecordClock clock) {
    return new ReadKinesis(new KinesisReading(settings, clock));
  }

  /**
   * Adds the read.
   *
   * @throws IllegalArgumentException where the options name another consumer for this stream
   */
  @Override
  public PCollection<List<RawRecord>> expand(PBegin begin) {
    PipelineOptions options = begin.getPipeline().getOptions();
    KinesisSettings settings = reading.settings();
    if (options
        .as(KinesisIOOptions.class)
        .getKinesisIOConsumerArns()
        .containsKey(settings.stream())) {
      throw new IllegalArgumentException(StreamCheck.consumerOfBeam(settings.stream()));
    }
    reading.putInto(options);
    KinesisClients.use(options);
    return begin
        .apply(
            "KinesisIO",
            KinesisIO.read()
                .withStreamName(settings.stream())
                // FeedClient knows better: see ShardWatermarks.
                .withInitialPositionInStream(InitialPositionInStream.TRIM_HORIZON)
                .withConsumerArn(FED)
                .withMaxCapacityPerShard(1)
                .withCustomWatermarkPolicy(new ShardWatermarks(settings.from()))
                .withCustomRateLimitPolicy(new NoRateLimit()))
        .apply("Unpack", ParDo.of(new UnpackRecordsFn()))
        .setCoder(ListCoder.of(RawRecordCoder.of()));
  }

  /** Feeds have limits of their own. That of Beam would be a lambda in savepoints. */
  private static final class NoRateLimit implements RateLimitPolicyFactory {
    private static final long serialVersionUID = 1;

    @Override
    public RateLimitPolicy getRateLimitPolicy() {
      return new RateLimitPolicy() {};
    }
  }
}
