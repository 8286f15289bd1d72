/**
 * Runs the job of a stage on Kubernetes, by Flink's operator and the chart in {@code
 * runners/kubernetes}. It drives kubectl, helm and the AWS CLI, as a person would.
 */
@NullMarked
package dev.sessionbeam.deploy.kubernetes;

import org.jspecify.annotations.NullMarked;
