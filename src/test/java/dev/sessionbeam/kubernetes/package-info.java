/** The Helm chart, what Kubernetes and Flink make of it, and the image. */
@NullMarked
package dev.sessionbeam.kubernetes;

import org.jspecify.annotations.NullMarked;
