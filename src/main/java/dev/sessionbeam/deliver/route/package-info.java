/**
 * Which events and sessions go to which destination: routes, read from a file of JSON that may
 * change while a job runs.
 */
@NullMarked
package dev.sessionbeam.deliver.route;

import org.jspecify.annotations.NullMarked;
