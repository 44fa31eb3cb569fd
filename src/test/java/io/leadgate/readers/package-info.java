/** Trials of readers that ask for more than others. */
@NullMarked
package io.leadgate.readers;

import org.jspecify.annotations.NullMarked;
