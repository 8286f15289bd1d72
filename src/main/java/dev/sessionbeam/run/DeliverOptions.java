package dev.sessionbeam.run;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The options that say where events and sessions are delivered to. */
public interface DeliverOptions extends PipelineOptions {
  @Description(
      "The routes: a file of JSON, on a disk or on S3 (s3://bucket/routes.json), that says which"
          + " events and sessions go to which destinations; see docs/deliver.md. Default: nothing"
          + " is delivered.")
  @Nullable String getRoutes();

  void setRoutes(@Nullable String value);

  @Description(
      "Streaming: how often --routes is read again, such as 30s. New routes take effect without a"
          + " restart; what is not valid is refused. Default: 1m.")
  @Default.String("1m")
  String getRoutesRefresh();

  void setRoutesRefresh(String value);

  @Description(
      "Batch: whether events and sessions are delivered by --routes. A batch run computes what a"
          + " stream may have delivered already. Default: false.")
  @Default.Boolean(false)
  boolean isDeliver();

  void setDeliver(boolean value);

  @Description(
      "Streaming: how long the end of the stream waits for the deliveries that are left, such as"
          + " 5m. What is not delivered by then is written to undelivered/. Default: 1m.")
  @Default.String("1m")
  String getDeliveryDrain();

  void setDeliveryDrain(String value);
}
