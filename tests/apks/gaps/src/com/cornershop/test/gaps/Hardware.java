package com.cornershop.test.gaps;

import android.bluetooth.BluetoothAdapter;
import android.bluetooth.BluetoothGattCallback;
import android.content.Context;
import android.hardware.Camera;
import android.hardware.camera2.CameraManager;
import android.media.AudioFormat;
import android.media.AudioRecord;
import android.media.MediaRecorder;

/** Camera, microphone and Bluetooth devices. */
final class Hardware {
    private Hardware() {
    }

    @SuppressWarnings("deprecation")
    static void use(Context context) {
        Say.what("cameras", () -> context.getSystemService(CameraManager.class).getCameraIdList().length);
        Say.what("old cameras", Camera::getNumberOfCameras);
        Say.what("recorded", () -> {
            AudioRecord record = new AudioRecord(MediaRecorder.AudioSource.MIC, 8000, AudioFormat.CHANNEL_IN_MONO,
                    AudioFormat.ENCODING_PCM_16BIT, 4096);
            record.startRecording();
            return record.getRecordingState();
        });
        Say.what("gatt", () -> {
            BluetoothAdapter.getDefaultAdapter().getRemoteDevice("00:11:22:33:AA:BB").connectGatt(context, false, new BluetoothGattCallback() { });
            return "asked";
        });
    }
}
