#include "files/s3/answers.h"

#include <gtest/gtest.h>

namespace rapport::files::s3 {
namespace {

TEST(Answers, ReadAList) {
  auto page = read_list(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name>"
      "<Prefix/><KeyCount>2</KeyCount><IsTruncated>true</IsTruncated>"
      "<Contents><Key>a&amp;b</Key><LastModified>2009-10-12T17:50:30.000Z</LastModified>"
      "<ETag>\"x\"</ETag><Size>434234</Size></Contents>\n"
      "<Contents><Key>c</Key><Size>1</Size><Owner><ID>7</ID></Owner></Contents>"
      "<NextContinuationToken>1ueGcx/PYx==</NextContinuationToken></ListBucketResult>");
  ASSERT_TRUE(page.is_list);
  ASSERT_EQ(page.objects.size(), 2u);
  EXPECT_EQ(page.objects[0].key, "a&b");
  EXPECT_EQ(page.objects[0].bytes, 434'234u);
  EXPECT_EQ(page.objects[1].bytes, 1u);
  EXPECT_EQ(page.next, "1ueGcx/PYx==");
}

TEST(Answers, ThatAreNoWholeListAreNone) {
  EXPECT_TRUE(read_list("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")
                  .is_list);
  EXPECT_FALSE(read_list("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>")
                   .is_list);
  EXPECT_FALSE(read_list("<ListBucketResult><Contents><Key>a</Key>").is_list);
  EXPECT_FALSE(read_list("<html>").is_list);
  EXPECT_FALSE(read_list("").is_list);
}

TEST(Answers, TellErrorsAndUploads) {
  auto error = read_error("<Error><Code>NoSuchKey</Code><Message>It is not there</Message>"
                          "<Key>k</Key></Error>");
  EXPECT_EQ(error.code, "NoSuchKey");
  EXPECT_EQ(error.message, "It is not there");
  EXPECT_EQ(read_error("<CompleteMultipartUploadResult><ETag>x</ETag>"
                       "</CompleteMultipartUploadResult>").code, "");
  EXPECT_EQ(read_upload_id("<InitiateMultipartUploadResult><Bucket>b</Bucket>"
                           "<UploadId>VXBsb2Fk</UploadId></InitiateMultipartUploadResult>"),
            "VXBsb2Fk");
  EXPECT_EQ(read_upload_id("nothing"), "");
}

TEST(Answers, CompleteNamesAllParts) {
  EXPECT_EQ(complete_body({"\"a\"", "<&"}),
            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"a\"</ETag></Part>"
            "<Part><PartNumber>2</PartNumber><ETag>&lt;&amp;</ETag></Part>"
            "</CompleteMultipartUpload>");
}

}  // namespace
}  // namespace rapport::files::s3
