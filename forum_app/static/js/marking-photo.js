// @ts-check
/**
 * A photo of the exhibit form, drawn again on this phone: smaller, and with nothing in it but the picture. The server
 * takes away what is left of metadata all the same, since a form without JavaScript sends the file as it is.
 */

/**
 * @param {File} file
 * @param {number} longest the longest side in pixels
 * @returns {Promise<Blob | null>} null when it is no picture
 */
export async function redrawn(file, longest) {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
  } catch {
    return null;
  }
}
