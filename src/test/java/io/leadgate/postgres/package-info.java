@NullMarked
package io.leadgate.postgres;

import org.jspecify.annotations.NullMarked;
