/** The templates of CloudFormation, and whether their roles may do exactly what programs call. */
@NullMarked
package dev.sessionbeam.aws;

import org.jspecify.annotations.NullMarked;
