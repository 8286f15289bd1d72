package dev.sessionbeam.io.kinesis;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.io.RecordClock;
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
 * Reads the records of a Kinesis stream with {@link KinesisIO}. Each element holds the records of
 * one answer of Kinesis. A pipeline can have only one, because the pipeline's options contain what
 * is read.
 *
 * <p>KinesisIO uses its reader for enhanced fan-out, which does not block. The reader uses our
 * {@link FeedClient} in place of Kinesis, whether shards are polled or pushed.
 */
public final class ReadKinesis extends PTransform<PBegin, PCollection<List<RawRecord>>> {
  private static final long serialVersionUID = 1;

  /** Makes KinesisIO use its reader for enhanced fan-out. No real consumer has this name. */
  private static final String FED = "fed-by-sessionbeam";

  private final transient KinesisReadSettings reading;

  private ReadKinesis(KinesisReadSettings reading) {
    this.reading = reading;
  }

  /**
   * A read of a stream. Call {@link StreamCheck} before the job, with the job's options: it puts
   * the shards to start with into them. If a job on Flink looks them up itself, a checkpoint that
   * is taken while Kinesis is slow to answer loses them.
   *
   * @param clock returns when records happened, for the watermark
   */
  public static ReadKinesis of(KinesisSettings settings, RecordClock clock) {
    return new ReadKinesis(new KinesisReadSettings(settings, clock));
  }

  /**
   * Adds the read.
   *
   * @throws IllegalArgumentException if the options name another consumer for this stream
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
                // FeedClient sets the real position: see ShardWatermarks.
                .withInitialPositionInStream(InitialPositionInStream.TRIM_HORIZON)
                .withConsumerArn(FED)
                .withMaxCapacityPerShard(1)
                .withCustomWatermarkPolicy(new ShardWatermarks(settings.from()))
                .withCustomRateLimitPolicy(new NoRateLimit()))
        .apply("Unpack", ParDo.of(new UnpackRecordsFn()))
        .setCoder(ListCoder.of(RawRecordCoder.of()));
  }

  /**
   * Sets no limit, because feeds have their own limits. The default policy of Beam would put a
   * lambda into savepoints.
   */
  private static final class NoRateLimit implements RateLimitPolicyFactory {
    private static final long serialVersionUID = 1;

    @Override
    public RateLimitPolicy getRateLimitPolicy() {
      return new RateLimitPolicy() {};
    }
  }
}
