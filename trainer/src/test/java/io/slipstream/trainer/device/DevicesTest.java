package io.slipstream.trainer.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import java.util.List;
import org.junit.jupiter.api.Test;

class DevicesTest {

    @Test
    void autoIsTheFirstGpuWhereThereIsOne() {
        assertThat(Devices.parse(List.of("auto"), 0).all()).containsExactly(Device.cpu());
        assertThat(Devices.parse(List.of("auto"), 2).all()).containsExactly(Device.gpu(0));
    }

    @Test
    void severalDevicesKeepTheirOrder() {
        assertThat(Devices.parse(List.of("gpu1", "gpu0"), 2).all()).containsExactly(Device.gpu(1), Device.gpu(0));
        assertThat(Devices.parse(List.of("cpu", "cpu"), 0).all()).hasSize(2);
    }

    @Test
    void aGpuThatIsNotThereIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Devices.parse(List.of("gpu2"), 2))
                .withMessageContaining("gpu2");
    }

    @Test
    void anUnknownNameIsRefusedWithWhatIsAllowed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Devices.parse(List.of("tpu"), 1))
                .withMessageContaining("'tpu'")
                .withMessageContaining(Devices.ALLOWED);
    }

    @Test
    void devicesOfTwoKindsOrOneGpuTwiceAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Devices.parse(List.of("cpu", "gpu0"), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Devices.parse(List.of("gpu0", "gpu0"), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Devices.parse(List.of(), 1));
    }
}
