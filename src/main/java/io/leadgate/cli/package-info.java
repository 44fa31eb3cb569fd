/** Runs the commands of the jar: one class for each command. */
@NullMarked
package io.leadgate.cli;

import org.jspecify.annotations.NullMarked;
