@NullMarked
package io.leadgate.loop;

import org.jspecify.annotations.NullMarked;
